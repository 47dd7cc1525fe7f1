import { t } from '../locales/t.ts';

interface ChartActionsProps {
  /** Title of the chart: there are several on a page. */
  readonly chart: string;
  readonly tableId: string;
  readonly open: boolean;
  readonly onToggle: () => void;
  /** The text of the file when it is asked for. */
  readonly csv: () => string;
  readonly fileName: string;
}

/** What every chart offers: its numbers as a table, and as a file. */
export function ChartActions({ chart, tableId, open, onToggle, csv, fileName }: ChartActionsProps) {
  return (
    <>
      <button
        type="button"
        className="link-button"
        aria-expanded={open}
        aria-controls={open ? tableId : undefined}
        onClick={onToggle}
      >
        {t(open ? 'chart.hideTable' : 'chart.showTable')}
        <span className="visually-hidden">{t('chart.of', { chart })}</span>
      </button>
      <button type="button" className="link-button" onClick={() => saveText(csv(), fileName)}>
        {t('chart.saveCsv')}
        <span className="visually-hidden">{t('chart.of', { chart })}</span>
      </button>
    </>
  );
}

function saveText(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
