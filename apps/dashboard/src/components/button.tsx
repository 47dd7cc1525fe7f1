import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';

interface ButtonProps extends Omit<AriaButtonProps, 'className'> {
  /** `primary`: what the page is for, once on it. `quiet`: beside text. */
  readonly look?: 'plain' | 'primary' | 'quiet';
}

/** `isPending` keeps it in place, with the focus, while something is on its way. */
export function Button({ look = 'plain', ...props }: ButtonProps) {
  return <AriaButton {...props} className={look === 'quiet' ? 'link-button' : `button button-${look}`} />;
}
