import type { Demo } from '@plumbline/contract';
import { useLocation } from 'wouter';
import { Button } from '../components/button.tsx';
import { ChevronIcon } from '../components/icons.tsx';
import { Menu } from '../components/menu.tsx';
import { tell } from '../components/toasts.ts';
import { t } from '../locales/t.ts';
import { failureWords } from '../rest/failure-words.ts';
import { useGoOnAs } from '../rest/use-demo.ts';
import { useWho } from './me-context.ts';

/** Says that nothing here is about anybody, and lets one look as each of those made up. */
export function DemoBar({ demo }: { readonly demo: Demo }) {
  const { name } = useWho();
  const change = useChange(demo);
  const { people, daysStored: stored, daysPlanned: planned } = demo;
  return (
    <section className="demo-bar" aria-label={t('demo.label')} data-testid="demo">
      <p>
        {t('demo.text')} {stored < planned && t('demo.filling', { stored, planned })}
      </p>
      <Menu
        trigger={
          <Button>
            {t('demo.as', { name })}
            <ChevronIcon />
          </Button>
        }
        items={people.map(({ key, person, name: whose }) => ({
          id: person,
          label: t('demo.person', { name: whose, who: t(`demo.who.${key}`) }),
        }))}
        onAction={change}
      />
    </section>
  );
}

function useChange(demo: Demo): (person: string) => void {
  const [, navigate] = useLocation();
  const goOn = useGoOnAs(({ person }) => {
    const name = demo.people.find((other) => other.person === person)?.name ?? '';
    navigate('/');
    tell({ text: t('demo.changed', { name }) });
  });
  return (person) =>
    goOn.mutate(
      { person },
      { onError: (error) => tell({ text: t('demo.failed', { what: failureWords(error).what }) }) },
    );
}
