import { useState } from 'react';
import { Card } from '../../components/card.tsx';
import { figureSummary, knowledge, latestAngles } from '../../live/angles.ts';
import type { Snapshot } from '../../live/live-store.ts';
import { formats, t } from '../../locales/t.ts';
import { AboveView } from './above-view.tsx';
import { BEHIND, SIDE } from './figure-paths.ts';
import { missingReason, rotationReason } from './missing-reason.ts';
import { TrunkView } from './trunk-view.tsx';
import './figure.css';

const SIDE_DIAL = { fromDeg: -50, toDeg: 70 };
const BEHIND_DIAL = { fromDeg: -30, toDeg: 30 };

export function FigureCard({ snapshot }: { readonly snapshot: Snapshot }) {
  const known = knowledge(snapshot.frame);
  const worn = snapshot.model.session?.posture?.state !== 'not_worn';
  const noRotation = worn && known !== 'none' ? rotationReason(snapshot.model) : null;
  const [summaryId] = useState('figure-summary');
  return (
    <Card title={t('live.figure.heading')} testId="figure" className="figure-card">
      <FigureShade />
      <div
        className="figure"
        data-knowledge={worn ? known : 'not_worn'}
        role="img"
        aria-labelledby={summaryId}
      >
        <TrunkView camera={SIDE} dial={SIDE_DIAL} angle="flexionDeg" sign={1} title={t('live.figure.side')} />
        <TrunkView
          camera={BEHIND}
          dial={BEHIND_DIAL}
          angle="sideBendDeg"
          sign={-1}
          title={t('live.figure.behind')}
        />
        <AboveView />
      </div>
      {!worn && <Why title={t('live.figure.notWorn')} reason={t('live.figure.notWornHint')} />}
      {worn && known !== 'signed' && <WhyNot snapshot={snapshot} />}
      {noRotation && <Why title={t('live.figure.noRotation')} reason={noRotation} />}
      <p id={summaryId} className="visually-hidden">
        {figureSummary(snapshot.frame)}
      </p>
      <p className="caption">{t('live.figure.caption')}</p>
    </Card>
  );
}

/** The light on the body, shared by the views. */
function FigureShade() {
  return (
    <svg className="visually-hidden" aria-hidden="true">
      <linearGradient id="figure-shade">
        <stop offset="0" className="shade-dark" />
        <stop offset="0.42" className="shade-light" />
        <stop offset="1" className="shade-dark" />
      </linearGradient>
    </svg>
  );
}

/** What the figure cannot show, why, and what helps. */
function WhyNot({ snapshot }: { readonly snapshot: Snapshot }) {
  const { frame, model } = snapshot;
  const known = knowledge(frame);
  const tilt = formats.degrees(latestAngles(frame).tiltDeg ?? 0);
  const title =
    known === 'tilt'
      ? `${t('live.figure.tilt', { angle: tilt })}. ${t('live.figure.tiltOnly')}`
      : t(known === 'waiting' ? 'live.figure.waiting' : 'live.figure.noData');
  return <Why title={title} reason={missingReason(model, known)} />;
}

function Why({ title, reason }: { readonly title: string; readonly reason: string }) {
  return (
    <div className="why-not" data-testid="figure-why">
      <p className="why-not-title">{title}</p>
      <p className="reason">{reason}</p>
    </div>
  );
}
