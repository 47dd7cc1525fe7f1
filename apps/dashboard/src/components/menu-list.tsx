import { cloneElement, useLayoutEffect, useRef, useState } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu';
import type { MenuProps } from './menu.tsx';

/** The menu itself, opened as soon as it is there: it is fetched when it is first wanted. */
export function MenuList({ trigger, items, onAction }: MenuProps<string>) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // This button stands in for the one that was pressed, and is where the focus comes back to.
  useLayoutEffect(() => {
    button.current?.focus();
    setOpen(true);
  }, []);
  return (
    <MenuTrigger isOpen={open} onOpenChange={setOpen}>
      {cloneElement(trigger, { ref: button })}
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
