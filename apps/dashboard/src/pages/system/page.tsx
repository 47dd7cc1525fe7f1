import type { System } from '@plumbline/contract';
import { useState } from 'react';
import { Card } from '../../components/card.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { PauseButton } from '../../components/pause-button.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { readerZone } from '../../locales/reader-zone.ts';
import { formats, t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useSystem } from '../../rest/use-system.ts';
import { FactList } from '../person/fact-list.tsx';
import { GatewaysCard } from './gateways-card.tsx';
import { findingWords, storageFacts, versionFacts, workFacts } from './system-words.ts';
import { TablesTable } from './tables-table.tsx';
import { worthALook } from './worth-a-look.ts';
import './system.css';

const HEIGHT_REM = 40;

/** Whether everything works, for whoever keeps it running. */
export function Page() {
  const [frozen, setFrozen] = useState(false);
  const system = useSystem(frozen);
  return (
    <div className="page system">
      <div className="page-head">
        <h1>{t('system.title')}</h1>
        <PauseButton paused={frozen} onChange={setFrozen} />
      </div>
      <p className="lead">{t('system.lead')}</p>
      {system.isError && system.data && (
        <p className="system-note" role="status">
          {failureWords(system.error).what} {t('system.stale', { time: timeOf(system.data) })}
        </p>
      )}
      <QueryView query={system} height={HEIGHT_REM}>
        {(told) => <Told system={told} />}
      </QueryView>
    </div>
  );
}

const timeOf = ({ nowUs }: System): string => formats.clockWithSeconds(nowUs, readerZone());

function Told({ system }: { readonly system: System }) {
  return (
    <>
      <Look system={system} />
      <GatewaysCard gateways={system.gateways} silent={system.silentGateways} />
      <div className="system-cards">
        <Card title={t('system.storage')} testId="storage">
          <FactList facts={storageFacts(system)} />
          <TablesTable tables={system.database.tables} />
        </Card>
        <Card title={t('system.work')} testId="work">
          <FactList facts={workFacts(system)} />
        </Card>
        <Card title={t('system.versions')} testId="versions">
          <FactList facts={versionFacts(system)} />
        </Card>
        <Card title={t('system.diagnostics')} testId="diagnostics">
          <p className="summary">{t('system.diagnosticsHint')}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <pre className="diagnostics" lang="en" tabIndex={0}>
            {system.diagnostics}
          </pre>
          <CopyButton text={system.diagnostics} label={t('system.copy')} />
        </Card>
      </div>
      <p className="caption">{t('system.updated', { time: timeOf(system) })}</p>
    </>
  );
}

/** What an operator should not have to look for. */
function Look({ system }: { readonly system: System }) {
  const findings = worthALook(system);
  return (
    <section className="card" data-testid="worth-a-look" data-findings={findings.length}>
      {findings.length === 0 ? (
        <p>{t('system.well')}</p>
      ) : (
        <>
          <p>{t('system.look', { count: findings.length })}</p>
          <ul className="findings">
            {findings.map((finding) => {
              const words = findingWords(finding);
              return <li key={words}>{words}</li>;
            })}
          </ul>
        </>
      )}
    </section>
  );
}
