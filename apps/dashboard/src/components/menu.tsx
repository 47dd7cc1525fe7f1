import type { ReactElement } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu';

interface MenuProps<I extends string> {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly items: readonly { readonly id: I; readonly label: string; readonly disabled?: boolean }[];
  readonly onAction: (id: I) => void;
}

export function Menu<I extends string>({ trigger, items, onAction }: MenuProps<I>) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover">
        <AriaMenu className="list" onAction={(key) => onAction(key as I)}>
          {items.map(({ id, label, disabled = false }) => (
            <MenuItem key={id} id={id} isDisabled={disabled} className="list-item">
              {label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
