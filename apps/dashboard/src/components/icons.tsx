import type { ReactNode } from 'react';

/** Own line icons on a 20 px grid; decorative, the text beside them speaks. */
function Drawing({ children }: { readonly children: ReactNode }) {
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
    <Drawing>
      <path d="M7 4.5v11M13 4.5v11" />
    </Drawing>
  );
}

export function PlayIcon() {
  return (
    <Drawing>
      <path className="icon-solid" d="M6.5 4.2v11.6l9-5.8z" />
    </Drawing>
  );
}

export function SystemIcon() {
  return (
    <Drawing>
      <circle cx="10" cy="10" r="6.5" />
      <path className="icon-solid" d="M10 3.5a6.5 6.5 0 0 1 0 13z" />
    </Drawing>
  );
}

export function SunIcon() {
  return (
    <Drawing>
      <circle cx="10" cy="10" r="3.4" />
      <path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.5 1.5M14.2 14.2l1.5 1.5M4.3 15.7l1.5-1.5M14.2 5.8l1.5-1.5" />
    </Drawing>
  );
}

export function MoonIcon() {
  return (
    <Drawing>
      <path d="M16.5 11.8A7 7 0 1 1 8.2 3.5a5.6 5.6 0 0 0 8.3 8.3z" />
    </Drawing>
  );
}

export function CloseIcon() {
  return (
    <Drawing>
      <path d="M5 5l10 10M15 5L5 15" />
    </Drawing>
  );
}

export function CheckIcon() {
  return (
    <Drawing>
      <path d="M4.5 10.5l3.6 3.6L15.5 6" />
    </Drawing>
  );
}

export function PlusIcon() {
  return (
    <Drawing>
      <path d="M10 4.5v11M4.5 10h11" />
    </Drawing>
  );
}

export function MinusIcon() {
  return (
    <Drawing>
      <path d="M4.5 10h11" />
    </Drawing>
  );
}

export function CalendarIcon() {
  return (
    <Drawing>
      <path d="M3.5 5.5h13v11h-13zM3.5 9h13M7 3.5v3M13 3.5v3" />
    </Drawing>
  );
}

const CHEVRONS = { down: 'M5 7.5l5 5l5-5', start: 'M12.5 5l-5 5l5 5', end: 'M7.5 5l5 5l-5 5' } as const;

/** `start` and `end` follow the writing direction. */
export function ChevronIcon({ side = 'down' }: { readonly side?: keyof typeof CHEVRONS }) {
  return (
    <span className={side === 'down' ? 'chevron' : 'chevron chevron-inline'}>
      <Drawing>
        <path d={CHEVRONS[side]} />
      </Drawing>
    </span>
  );
}

/** One drawing for each page of the navigation. */
const PAGE_DRAWINGS = {
  today: 'M10 3a7 7 0 1 0 0 14a7 7 0 0 0 0-14zM10 6.2V10l2.6 1.8',
  live: 'M2.5 10.5h3l2-5.5l3.5 10l2.3-6.3l1 1.8h3.2',
  week: 'M3.5 16.5v-5M7.8 16.5v-9M12.2 16.5v-6.5M16.5 16.5v-12',
  trends: 'M3 14l4.2-4.2l3.2 2.8L17 5.8M13 5.5h4.2v4',
  nudges: 'M5.5 13.5V9a4.5 4.5 0 0 1 9 0v4.5l1.3 1.5H4.2zM8.5 17.3h3',
  devices: 'M6.5 3.5h7v13h-7zM9 13.8h2M8.5 6.5h3',
  privacy: 'M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  clients:
    'M7.5 9a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 7.5 9zM2.8 16.4c.3-3 2-4.6 4.7-4.6s4.4 1.6 4.7 4.6M13 4.2a2.5 2.5 0 0 1 0 4.6M14.4 12c1.7.5 2.6 2 2.8 4.4',
  notes: 'M4.5 3.5h11v13h-11zM7.3 7.3h5.4M7.3 10h5.4M7.3 12.7h3',
  report: 'M5 3h7l3.5 3.5V17H5zM12 3v3.5h3.5M7.5 10.5h5M7.5 13.5h5',
  studies: 'M8 3v5L4 15.8c-.3.7.1 1.2.8 1.2h10.4c.7 0 1.1-.5.8-1.2L12 8V3M6.8 3h6.4M6.3 12.5h7.4',
  exports: 'M10 3v9M6.5 8.8L10 12.3l3.5-3.5M3.8 13.5v3h12.4v-3',
  dictionary:
    'M4 4.5c2.2-1 4.2-1 6 .3c1.8-1.3 3.8-1.3 6-.3v11c-2.2-1-4.2-1-6 .3c-1.8-1.3-3.8-1.3-6-.3zM10 4.8v11',
  system: 'M3.5 4h13v5h-13zM3.5 11h13v5h-13zM6 6.5h.01M6 13.5h.01',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4',
  onboarding: 'M10 3v5M7.5 5.5h5M4 17c.5-4 2.7-6 6-6s5.5 2 6 6',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
} as const;

export type IconName = keyof typeof PAGE_DRAWINGS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <Drawing>
      <path d={PAGE_DRAWINGS[name]} />
    </Drawing>
  );
}
