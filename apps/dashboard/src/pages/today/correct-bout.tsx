import type { Label } from '@plumbline/contract';
import { type Bout, LABEL_STATES } from '@plumbline/core';
import { Button } from '../../components/button.tsx';
import { PostureSwatch } from '../../components/posture-swatch.tsx';
import { tell } from '../../components/toasts.ts';
import { formats, t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useSayLabel, useWithdrawLabel } from '../../rest/use-labels.ts';
import { boutWords } from './ribbon-words.ts';

interface CorrectBoutProps {
  readonly bout: Bout | null;
  readonly labels: readonly Label[];
  readonly timeZone: string;
  readonly onClose: () => void;
}

/** "I was standing": what a stretch was, said by the one who was there; and taking it back. */
export function CorrectBout({ bout, labels, timeZone, onClose }: CorrectBoutProps) {
  return (
    <>
      {bout && <Question bout={bout} timeZone={timeZone} onClose={onClose} />}
      <Corrections labels={labels} timeZone={timeZone} />
    </>
  );
}

function Question({ bout, timeZone, onClose }: Omit<CorrectBoutProps, 'labels'> & { readonly bout: Bout }) {
  const say = useSayLabel();
  const withdraw = useWithdrawLabel();
  const from = formats.clock(bout.startUs, timeZone);
  const to = formats.clock(bout.endUs, timeZone);
  const correct = (state: Label['state']) =>
    say.mutate(
      { fromUs: bout.startUs, untilUs: bout.endUs, state },
      {
        onSuccess: ({ id }) => {
          onClose();
          tell({
            text: t('today.correct.done', { from, to, posture: t(`posture.name.${state}`) }),
            undo: () => withdraw.mutate(id, { onSuccess: () => tell({ text: t('today.correct.undone') }) }),
          });
        },
        onError: (error) => tell({ text: t('today.correct.failed', { reason: failureWords(error).what }) }),
      },
    );
  return (
    <section className="correct" aria-label={t('today.correct.question')} data-testid="correct">
      <p className="correct-bout">{t('today.correct.heading', { bout: boutWords(bout, timeZone) })}</p>
      <p className="caption">{t('today.correct.question')}</p>
      <div className="wishes">
        {LABEL_STATES.filter((state) => state !== bout.state).map((state) => (
          <Button key={state} isDisabled={say.isPending} onPress={() => correct(state)}>
            <PostureSwatch state={state} />
            {t(`today.correct.said.${state}`)}
          </Button>
        ))}
        <Button look="quiet" onPress={onClose}>
          {t('today.correct.close')}
        </Button>
      </div>
    </section>
  );
}

function Corrections({ labels, timeZone }: Pick<CorrectBoutProps, 'labels' | 'timeZone'>) {
  const withdraw = useWithdrawLabel();
  const held = labels.filter(({ withdrawnUs, own }) => own && withdrawnUs === null);
  if (held.length === 0) return null;
  const spanOf = ({ fromUs, untilUs }: Label) => ({
    from: formats.clock(fromUs, timeZone),
    to: formats.clock(untilUs, timeZone),
  });
  return (
    <section className="corrections" aria-label={t('today.correct.list')} data-testid="corrections">
      <h3 className="caption">{t('today.correct.list')}</h3>
      <ul>
        {held.map((label) => (
          <li key={label.id}>
            <span>
              {t('today.correct.item', { ...spanOf(label), posture: t(`posture.name.${label.state}`) })}
            </span>
            {label.waiting && <span className="caption">{t('today.correct.waiting', spanOf(label))}</span>}
            <Button look="quiet" onPress={() => withdraw.mutate(label.id)}>
              {t('today.correct.withdraw')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
