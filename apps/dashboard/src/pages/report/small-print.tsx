import { t } from '../../locales/t.ts';
import { useDay } from '../../rest/use-day.ts';

const DEFINITIONS = [
  'valid',
  'sitting',
  'turning',
  'load',
  'discomfort',
  'noise',
  'angle',
  'device',
] as const;

interface SmallPrintProps {
  readonly wearer: string;
  /** The newest day tells which version of the algorithm speaks. */
  readonly lastDate: string | null;
}

/** What the words mean, and what one sensor cannot know. */
export function SmallPrint({ wearer, lastDate }: SmallPrintProps) {
  return (
    <footer className="small-print">
      <h2>{t('report.definitions')}</h2>
      <p>{t('report.drawings')}</p>
      {DEFINITIONS.map((key) => (
        <p key={key}>{t(`report.definition.${key}`)}</p>
      ))}
      {lastDate === null ? <p>{t('report.algorithmNone')}</p> : <Algorithm wearer={wearer} date={lastDate} />}
    </footer>
  );
}

function Algorithm({ wearer, date }: { readonly wearer: string; readonly date: string }) {
  const algorithm = useDay(date, wearer).data?.algorithm;
  return algorithm ? <p data-testid="report-algorithm">{t('report.algorithm', { algorithm })}</p> : null;
}
