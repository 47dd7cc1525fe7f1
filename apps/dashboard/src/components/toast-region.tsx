import {
  Button,
  UNSTABLE_ToastRegion as Region,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
} from 'react-aria-components/Toast';
import { t } from '../locales/t.ts';
import { CloseIcon } from './icons.tsx';
import { type Told, takeOver } from './toasts.ts';

const MAX_SHOWN = 3;
/** Long enough to read and to reach by keyboard; it waits while it is pointed at or has the focus. */
const SHOWN_MS = 10_000;

const queue = new ToastQueue<Told>({ maxVisibleToasts: MAX_SHOWN });
takeOver((told) => {
  queue.add(told, told.lasting ? {} : { timeout: SHOWN_MS });
});

export function ToastRegion() {
  return (
    <Region queue={queue} className="toasts" aria-label={t('app.notifications')}>
      {({ toast }) => {
        const { text, undo, action } = toast.content;
        const then = (run: () => void) => () => {
          run();
          queue.close(toast.key);
        };
        return (
          <Toast toast={toast} className="toast">
            <ToastContent className="toast-text">
              <Text slot="title">{text}</Text>
            </ToastContent>
            {undo && (
              <Button className="button" onPress={then(undo)}>
                {t('app.undo')}
              </Button>
            )}
            {action && (
              <Button className="button" onPress={then(action.run)}>
                {action.label}
              </Button>
            )}
            <Button slot="close" className="icon-button" aria-label={t('app.close')}>
              <CloseIcon />
            </Button>
          </Toast>
        );
      }}
    </Region>
  );
}
