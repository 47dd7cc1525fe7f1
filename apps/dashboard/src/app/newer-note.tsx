import { t } from '../locales/t.ts';
import { useNewer } from '../rest/newer.ts';

/** In plain code of the shell: what shows other things that are told may be what did not come. */
export function NewerNote() {
  const newer = useNewer();
  return (
    <div className={newer ? 'toasts newer' : ''} role="alert" data-testid="newer">
      {newer && (
        <div className="toast">
          <p className="toast-text">{t('failure.newer')}</p>
          <button type="button" className="button" onClick={() => location.reload()}>
            {t('failure.reload')}
          </button>
        </div>
      )}
    </div>
  );
}
