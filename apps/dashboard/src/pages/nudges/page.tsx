import { QueryView } from '../../components/query-view.tsx';
import { WithWearerDay } from '../../components/wearer-day.tsx';
import { t } from '../../locales/t.ts';
import { useNudgeSettings } from '../../rest/use-nudges.ts';
import { useTodayQuery } from '../../rest/use-today.ts';
import { NudgeCard } from '../today/nudge-card.tsx';
import { LogCard } from './log-card.tsx';
import { SettingsCard } from './settings-card.tsx';
import '../today/today.css';
import '../wearer.css';
import './nudges.css';

const LOG_REM = 14;

/** When a break is suggested, how, and why it was. */
export function Page() {
  const today = useTodayQuery();
  const settings = useNudgeSettings();
  return (
    <div className="page">
      <h1>{t('nudges.heading')}</h1>
      <p className="page-lead">{t('nudges.lead')}</p>
      <QueryView query={today} height={12}>
        {(day) => <NudgeCard today={day} withLink={false} />}
      </QueryView>
      <QueryView query={settings} height={24}>
        {(data) => <SettingsCard settings={data} />}
      </QueryView>
      <WithWearerDay height={LOG_REM}>
        <LogCard />
      </WithWearerDay>
    </div>
  );
}
