import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu';
import type { MenuProps } from './menu.tsx';

/** The menu itself, open from the beginning: it is fetched when it is first wanted. */
export function MenuList({ trigger, items, onAction }: MenuProps<string>) {
  return (
    <MenuTrigger defaultOpen>
      {trigger}
      <Popover className="popover">
        <AriaMenu className="list" onAction={(key) => onAction(String(key))}>
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
