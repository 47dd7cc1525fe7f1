import type { Device } from '@plumbline/contract';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/text-field.tsx';
import { tell } from '../../components/toasts.ts';
import { t } from '../../locales/t.ts';
import { failureWords } from '../../rest/failure-words.ts';
import { useRenameDevice } from '../../rest/use-devices.ts';

interface RenameDeviceProps {
  readonly device: Device;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function RenameDevice({ device, open, onOpenChange }: RenameDeviceProps) {
  return (
    <Dialog title={t('devices.renameHeading')} open={open} onOpenChange={onOpenChange}>
      {(close) => <NameForm device={device} close={close} />}
    </Dialog>
  );
}

function NameForm({ device, close }: { readonly device: Device; readonly close: () => void }) {
  const { id, name, advertisedName } = device;
  const [text, setText] = useState(name === advertisedName ? '' : name);
  const rename = useRenameDevice();
  const before = name === advertisedName ? null : name;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate(
      { id, name: text.trim() === '' ? null : text.trim() },
      {
        onSuccess: () => {
          close();
          tell({ text: t('devices.renamed'), undo: () => rename.mutate({ id, name: before }) });
        },
        onError: (error) => tell({ text: t('devices.failed', { reason: failureWords(error).what }) }),
      },
    );
  };
  return (
    <form className="form" onSubmit={onSubmit}>
      <TextField
        label={t('devices.name')}
        hint={t('devices.nameHint')}
        value={text}
        onChange={setText}
        maxLength={100}
        autoFocus
      />
      <Button look="primary" type="submit" isPending={rename.isPending}>
        {t('devices.keep')}
      </Button>
    </form>
  );
}
