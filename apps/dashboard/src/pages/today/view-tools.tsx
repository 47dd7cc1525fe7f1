import { isWhole, panBy, zoomAt } from '../../charts/day-view.ts';
import type { Range } from '../../charts/strip-layout.ts';
import { ChevronIcon, MinusIcon, PlusIcon } from '../../components/icons.tsx';
import { t } from '../../locales/t.ts';

interface ViewToolsProps {
  readonly view: Range;
  readonly whole: Range;
  readonly onView: (view: Range) => void;
}

const CLOSER = 0.5;
const STEP = 0.5;

/** What dragging and the wheel do, for those who use neither. */
export function ViewTools({ view, whole, onView }: ViewToolsProps) {
  const all = isWhole(view, whole);
  return (
    <div className="view-tools" role="toolbar" aria-label={t('today.ribbon.tools')}>
      {toolsOf(view, whole).map(({ name, icon, off, to }) => (
        <button
          key={name}
          type="button"
          className="icon-button"
          title={t(`today.ribbon.${name}`)}
          aria-label={t(`today.ribbon.${name}`)}
          aria-disabled={off}
          onClick={off ? undefined : () => onView(to())}
        >
          {icon}
        </button>
      ))}
      {!all && (
        <button type="button" className="link-button" onClick={() => onView(whole)}>
          {t('today.ribbon.whole')}
        </button>
      )}
      <span className="caption view-hint">{t('today.ribbon.hint')}</span>
    </div>
  );
}

/** Where each tool leads, and whether it leads anywhere. */
function toolsOf(view: Range, whole: Range) {
  const step = STEP * (view.endUs - view.startUs);
  return [
    {
      name: 'earlier',
      icon: <ChevronIcon side="start" />,
      off: view.startUs <= whole.startUs,
      to: () => panBy(view, whole, -step),
    },
    {
      name: 'later',
      icon: <ChevronIcon side="end" />,
      off: view.endUs >= whole.endUs,
      to: () => panBy(view, whole, step),
    },
    { name: 'closer', icon: <PlusIcon />, off: false, to: () => zoomAt(view, whole, 0.5, CLOSER) },
    {
      name: 'wider',
      icon: <MinusIcon />,
      off: isWhole(view, whole),
      to: () => zoomAt(view, whole, 0.5, 1 / CLOSER),
    },
  ] as const;
}
