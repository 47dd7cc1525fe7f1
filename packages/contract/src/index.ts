/** Schemas of everything that crosses a process. Validation, types, OpenAPI and the live protocol come from here. */
export * from './ingest/block-codec.ts';
export * from './ingest/frame.ts';
export * from './ingest/messages.ts';
export * from './ingest/records.ts';
export * from './live/messages.ts';
export * from './rest/days.ts';
export * from './rest/demo.ts';
export * from './rest/diary.ts';
export * from './rest/events.ts';
export * from './rest/exports.ts';
export * from './rest/fleet.ts';
export * from './rest/jobs.ts';
export * from './rest/parts.ts';
export * from './rest/people.ts';
export * from './rest/plan.ts';
export * from './rest/schemas.ts';
export * from './rest/system.ts';
