import type { CreatedToken, NewToken, Token } from '@plumbline/contract';
import { SCOPES } from '@plumbline/contract';
import { type FormEvent, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { NumberField } from '../components/number-field.tsx';
import { QueryView } from '../components/query-view.tsx';
import { Select } from '../components/select.tsx';
import { TextField } from '../components/text-field.tsx';
import { tell } from '../components/toasts.ts';
import { formats, t } from '../locales/t.ts';
import { failureWords } from '../rest/failure-words.ts';
import { useMakeToken, useRevokeToken, useTokens } from '../rest/use-tokens.ts';
import { isAlive } from './token-life.ts';
import './wearer.css';

const USUAL_DAYS = 90;
const MOST_DAYS = 730;
type Kind = Token['kind'];
const KINDS: readonly Kind[] = ['personal', 'gateway'];

interface TokensCardProps {
  readonly timeZone: string;
  /** Somebody who wears nothing has no gateway. */
  readonly kinds?: readonly Kind[];
}

/** Keys for programs: made, shown once, and taken back. */
export function TokensCard({ timeZone, kinds = KINDS }: TokensCardProps) {
  const query = useTokens();
  const [made, setMade] = useState<CreatedToken | null>(null);
  return (
    <Card title={t('privacy.tokens.heading')} testId="tokens">
      <p>{t('privacy.tokens.about')}</p>
      {made ? (
        <Secret token={made} onHide={() => setMade(null)} />
      ) : (
        <MakeToken kinds={kinds} onMade={setMade} />
      )}
      <QueryView query={query} height={4}>
        {(tokens) => <Tokens tokens={tokens.filter(isAlive)} timeZone={timeZone} />}
      </QueryView>
    </Card>
  );
}

interface MakeTokenProps {
  readonly kinds: readonly Kind[];
  readonly onMade: (token: CreatedToken) => void;
}

function MakeToken({ kinds, onMade }: MakeTokenProps) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'personal');
  const [days, setDays] = useState(USUAL_DAYS);
  const make = useMakeToken();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const token: NewToken = { kind, name: name.trim(), scopes: [...SCOPES], days };
    make.mutate(token, {
      onSuccess: onMade,
      onError: (error) => tell({ text: t('privacy.tokens.failed', { reason: failureWords(error).what }) }),
    });
  };
  return (
    <form className="form-row" onSubmit={onSubmit}>
      <TextField
        label={t('privacy.tokens.name')}
        hint={t('privacy.tokens.nameHint')}
        value={name}
        onChange={setName}
        maxLength={100}
      />
      {kinds.length > 1 && <KindChoice kinds={kinds} kind={kind} onChange={setKind} />}
      <NumberField
        label={t('privacy.tokens.days')}
        value={days}
        onChange={setDays}
        minValue={1}
        maxValue={MOST_DAYS}
      />
      <Button type="submit" isDisabled={name.trim() === ''} isPending={make.isPending}>
        {t('privacy.tokens.make')}
      </Button>
    </form>
  );
}

interface KindChoiceProps {
  readonly kinds: readonly Kind[];
  readonly kind: Kind;
  readonly onChange: (kind: Kind) => void;
}

function KindChoice({ kinds, kind, onChange }: KindChoiceProps) {
  return (
    <Select
      label={t('privacy.tokens.kind')}
      value={kind}
      onChange={onChange}
      options={kinds.map((value) => ({ value, label: t(`privacy.tokens.${value}`) }))}
    />
  );
}

function Secret({ token, onHide }: { readonly token: CreatedToken; readonly onHide: () => void }) {
  const copy = () => {
    navigator.clipboard.writeText(token.secret).then(
      () => tell({ text: t('privacy.tokens.copied') }),
      () => undefined,
    );
  };
  return (
    <div className="secret" role="status">
      <p>{t('privacy.tokens.secret')}</p>
      <code data-testid="token-secret">{token.secret}</code>
      <div className="wishes">
        <Button look="primary" onPress={copy}>
          {t('privacy.tokens.copy')}
        </Button>
        <Button onPress={onHide}>{t('privacy.tokens.hide')}</Button>
      </div>
    </div>
  );
}

interface TokensProps {
  readonly tokens: readonly Token[];
  readonly timeZone: string;
}

function Tokens({ tokens, timeZone }: TokensProps) {
  const revoke = useRevokeToken();
  if (tokens.length === 0) return <p className="caption">{t('privacy.tokens.none')}</p>;
  const run = ({ id, name }: Token) =>
    revoke.mutate(id, {
      onSuccess: () => tell({ text: t('privacy.tokens.revoked', { name }) }),
      onError: (error) => tell({ text: t('privacy.tokens.failed', { reason: failureWords(error).what }) }),
    });
  return (
    <ul className="grant-list">
      {tokens.map((token) => (
        <li key={token.id} className="grant">
          <div>
            <p className="grant-name">
              {token.name} <span className="caption">{t(`privacy.tokens.${token.kind}`)}</span>
            </p>
            <p className="caption">
              {t('privacy.tokens.expires', { date: formats.dateTimeOfYear(token.expiresUs, timeZone) })} ·{' '}
              {token.usedUs === null
                ? t('privacy.tokens.unused')
                : t('privacy.tokens.used', { time: formats.dateTime(token.usedUs, timeZone) })}
            </p>
          </div>
          <Button
            look="quiet"
            aria-label={t('privacy.tokens.revokeWhich', { name: token.name })}
            onPress={() => run(token)}
          >
            {t('privacy.tokens.revoke')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
