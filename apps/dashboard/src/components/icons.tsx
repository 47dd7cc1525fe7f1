import type { ReactNode } from 'react';

/** Own line icons on a 20 px grid; decorative, the text beside them speaks. */
function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export function LogoIcon() {
  return (
    <svg className="logo" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false">
      <path className="logo-line" d="M6 3.5h16M14 3.5v13" />
      <path className="logo-bob" d="M14 26l-4.6-6.6a5.6 5.6 0 1 1 9.2 0z" />
    </svg>
  );
}

export function PauseIcon() {
  return (
    <Icon>
      <path d="M7 4.5v11M13 4.5v11" />
    </Icon>
  );
}

export function PlayIcon() {
  return (
    <Icon>
      <path className="icon-solid" d="M6.5 4.2v11.6l9-5.8z" />
    </Icon>
  );
}

export function SystemIcon() {
  return (
    <Icon>
      <circle cx="10" cy="10" r="6.5" />
      <path className="icon-solid" d="M10 3.5a6.5 6.5 0 0 1 0 13z" />
    </Icon>
  );
}

export function SunIcon() {
  return (
    <Icon>
      <circle cx="10" cy="10" r="3.4" />
      <path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.5 1.5M14.2 14.2l1.5 1.5M4.3 15.7l1.5-1.5M14.2 5.8l1.5-1.5" />
    </Icon>
  );
}

export function MoonIcon() {
  return (
    <Icon>
      <path d="M16.5 11.8A7 7 0 1 1 8.2 3.5a5.6 5.6 0 0 0 8.3 8.3z" />
    </Icon>
  );
}
