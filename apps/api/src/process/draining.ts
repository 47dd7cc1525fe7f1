import { Injectable } from '@nestjs/common';

/** Whether the process is about to end: whoever balances load should send nobody here any more. */
@Injectable()
export class Draining {
  #begun = false;

  begin(): void {
    this.#begun = true;
  }

  /** Null: it goes on. */
  get reason(): string | null {
    return this.#begun ? 'The server is stopping: it stores what it has and takes in nothing more.' : null;
  }
}
