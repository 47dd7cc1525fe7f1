import type { Participant } from '@plumbline/contract';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { isUsable } from '../../components/date-range.ts';
import { tell } from '../../components/toasts.ts';
import { formats, t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useEstimate, useOrderExports } from '../../rest/use-study-exports.ts';
import { orderCommand, plumblineCommand } from './command.ts';
import { notCovered, ordersOf, termsOf, type Wish } from './order.ts';

interface OrderFootProps {
  readonly study: string;
  readonly wish: Wish;
  readonly known: readonly Participant[];
}

/** How large it will be, the order, and the same order as a command. */
export function OrderFoot({ study, wish, known }: OrderFootProps) {
  const missing = notCovered(wish, known);
  const orders = missing.length === 0 ? ordersOf(wish) : [];
  const order = useOrderExports(study);
  const run = async () => {
    await order.mutateAsync(orders);
    tell({ text: t('exports.ordered', { count: orders.length }) });
  };
  return (
    <div className="order-foot">
      <div>
        <Button
          look="primary"
          isDisabled={orders.length === 0}
          isPending={order.isPending}
          onPress={() => void run().catch(() => undefined)}
        >
          {t('exports.order', { count: Math.max(1, orders.length) })}
        </Button>
        <p className="summary" role="status">
          {missing.length > 0 ? (
            t('exports.notCovered', { count: missing.length, participants: formats.list(missing) })
          ) : (
            <Estimate study={study} wish={wish} orders={orders} />
          )}
        </p>
        {order.isError && (
          <p role="alert">
            {failureWords(order.error).what} {failureWords(order.error).remedy}
          </p>
        )}
      </div>
      {orders.length > 0 && <Command study={study} wish={wish} />}
    </div>
  );
}

interface EstimateProps {
  readonly study: string;
  readonly wish: Wish;
  readonly orders: ReturnType<typeof ordersOf>;
}

function Estimate({ study, wish: { dates }, orders }: EstimateProps) {
  const { estimate, error } = useEstimate(study, orders);
  if (dates && !isUsable(dates)) return t('exports.datesBackwards');
  if (orders.length === 0) return t('exports.estimateNothing');
  if (error) return failureWords(error).what;
  if (estimate === null) return t('exports.estimateWaiting');
  return t('exports.estimate', {
    size: formats.bytes(estimate.bytes),
    count: estimate.rows,
    duration: formats.duration(Math.ceil(estimate.seconds)),
  });
}

function Command({ study, wish }: { readonly study: string; readonly wish: Wish }) {
  const make = { plumbline: plumblineCommand, curl: orderCommand } as const;
  return (
    <details className="command">
      <summary>{t('exports.command')}</summary>
      <p className="caption">{t('exports.commandHint')}</p>
      {(['plumbline', 'curl'] as const).map((program) => {
        const command = make[program](location.origin, study, wish.participants, termsOf(wish));
        return (
          <div key={program}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
            <pre tabIndex={0}>
              <code>{command}</code>
            </pre>
            <CopyButton text={command} label={t('exports.copyCommand', { program })} />
          </div>
        );
      })}
    </details>
  );
}
