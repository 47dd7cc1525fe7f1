import { PlaceError, RecordingError } from '@plumbline/formats';
import { BleFailure } from '../ble/transport.ts';
import { ConfigError } from '../config/config.ts';
import { FolderInUse, FolderUnusable } from '../control/control-socket.ts';
import { OutboxFull } from '../outbox/failure.ts';
import { TimedOut } from '../time/with-timeout.ts';
import { CommandFailure, EXIT, type ExitCode, isRefusal, isSystemFailure, placeCode } from './exit-codes.ts';

/** What went wrong as the one line and the status that end the command. */
export function failureOf(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error;
  if (error instanceof PlaceError) return failure(placeCode(error.cause), error.message);
  if (error instanceof RecordingError) return failure(EXIT.validation, error.message);
  if (error instanceof ConfigError) return failure(EXIT.usage, error.message);
  if (error instanceof OutboxFull) return failure(EXIT.failure, `${error.message}.`);
  if (error instanceof FolderInUse) return failure(EXIT.failure, error.message);
  if (error instanceof FolderUnusable) return failure(placeCode(error.cause), error.message);
  if (error instanceof TimedOut)
    return failure(EXIT.noDevice, `${error.message}. Bring the sensor near and try again.`);
  if (error instanceof BleFailure) return failure(bleCode(error), `${error.message} ${error.remedy}`);
  if (isSystemFailure(error)) {
    const code = isRefusal(error) ? EXIT.permission : EXIT.failure;
    return failure(code, `${error.message}: ${SYSTEM_REMEDY}`);
  }
  return failure(EXIT.failure, crashText(error));
}

const SYSTEM_REMEDY = 'check the path, its permissions and the space that is left';

function failure(code: ExitCode, line: string): CommandFailure {
  return new CommandFailure(code, line);
}

/** What nobody foresaw, with where. */
function crashText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function bleCode({ code }: BleFailure): ExitCode {
  if (code === 'permission') return EXIT.permission;
  return code === 'configuration' ? EXIT.usage : EXIT.noDevice;
}
