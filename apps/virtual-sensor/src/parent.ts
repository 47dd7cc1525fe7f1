/** The process that started this one, if it listens. */
export const parent = {
  tell(message: Readonly<Record<string, unknown>>): void {
    if (process.connected) process.send?.(message);
  },

  /** Calls `leave` when the parent goes or asks us to go. */
  onLeave(leave: () => void): void {
    process.once('SIGTERM', leave);
    process.once('SIGINT', leave);
    process.once('disconnect', leave);
  },

  onMessage(
    handle: (message: { readonly type?: unknown } & Readonly<Record<string, unknown>>) => void,
  ): void {
    process.on('message', (message) => {
      if (typeof message === 'object' && message !== null) handle(message as Record<string, unknown>);
    });
  },
};
