import type { Study } from '@plumbline/contract';
import { Link } from 'wouter';
import { useWho } from '../../app/me-context.ts';
import { Card } from '../../components/card.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { t } from '../../locales/t.ts';
import { useParticipants, useStudies } from '../../rest/use-study-data.ts';
import { dayWords } from '../people/people-words.ts';
import { CloseStudy, NewStudyButton } from './operate.tsx';
import { Quality } from './quality-table.tsx';
import './studies.css';

const HEIGHT_REM = 24;
const PARTICIPANTS_HEIGHT_REM = 6;

/** Studies that one works on, or opens: who takes part under which pseudonym, and how well the data came through. */
export function Page() {
  const studies = useStudies();
  const isOperator = useWho().roles.includes('operator');
  return (
    <div className="page studies">
      <div className="page-head">
        <h1>{t('studies.title')}</h1>
        {isOperator && <NewStudyButton />}
      </div>
      <p className="lead">{t('studies.lead')}</p>
      <QueryView query={studies} height={HEIGHT_REM}>
        {(all) =>
          all.length === 0 ? <None /> : all.map((study) => <StudyCard key={study.id} study={study} />)
        }
      </QueryView>
    </div>
  );
}

function None() {
  return (
    <section className="card empty-state">
      <h2>{t('studies.none')}</h2>
      <p className="reason">{t('studies.noneNext')}</p>
    </section>
  );
}

function StudyCard({ study }: { readonly study: Study }) {
  const { roles } = useWho();
  const isOpen = study.closedUs === null;
  const works = study.member && isOpen && roles.includes('researcher');
  const action = works && <Link href={`/exports?study=${study.id}`}>{t('studies.takeAway')}</Link>;
  return (
    <Card title={study.name} testId="study" actions={action}>
      <p>{study.purpose}</p>
      <p className="caption">
        {isOpen ? t('studies.open') : t('studies.closed', { date: dayWords(study.closedUs!) })}
      </p>
      {works && <Participants study={study.id} />}
      {works && <Quality study={study.id} />}
      {!study.member && roles.includes('researcher') && <p className="reason">{t('studies.notMember')}</p>}
      {isOpen && roles.includes('operator') && <CloseStudy study={study} />}
    </Card>
  );
}

function Participants({ study }: { readonly study: string }) {
  const participants = useParticipants(study);
  return (
    <QueryView query={participants} height={PARTICIPANTS_HEIGHT_REM}>
      {(all) => (
        <section className="participants">
          <h3>{t('studies.participants', { count: all.length })}</h3>
          {all.length === 0 && <p className="reason">{t('studies.participantsNone')}</p>}
          <ul>
            {all.map(({ participant, scopes }) => (
              <li key={participant}>
                <strong>{participant}</strong>
                <span className="caption">
                  {t('studies.opens')}: {scopes.map((scope) => t(`people.scope.${scope}`)).join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </QueryView>
  );
}
