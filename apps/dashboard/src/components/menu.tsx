import { cloneElement, lazy, type ReactElement, type RefAttributes, Suspense, useState } from 'react';
import type { ButtonProps } from 'react-aria-components/Button';
import { fetchPiece } from '../rest/fetch-code.ts';

export interface MenuProps<I extends string> {
  /** The button that opens it. */
  readonly trigger: ReactElement<ButtonProps & RefAttributes<HTMLButtonElement>>;
  readonly items: readonly { readonly id: I; readonly label: string; readonly disabled?: boolean }[];
  readonly onAction: (id: I) => void;
}

const fetchList = () => import('./menu-list.tsx');
const MenuList = lazy(async () => ({ default: (await fetchPiece(fetchList)).MenuList }));

/**
 * A button with a menu. Its code comes when the button is first pressed, and is fetched ahead on the way there: a
 * fifth of all script of the first page would be for menus that nobody has opened.
 */
export function Menu<I extends string>({ trigger, items, onAction }: MenuProps<I>) {
  const [wanted, setWanted] = useState(false);
  if (wanted) {
    return (
      <Suspense fallback={trigger}>
        <MenuList trigger={trigger} items={items} onAction={(id) => onAction(id as I)} />
      </Suspense>
    );
  }
  const prepare = () => void fetchList().catch(() => undefined);
  const opens = { onHoverStart: prepare, onFocus: prepare, onPress: () => setWanted(true) };
  return cloneElement(trigger, { 'aria-haspopup': 'menu', ...opens });
}
