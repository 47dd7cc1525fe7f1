import { z } from 'zod';
import { roleSchema } from './people.ts';

/** The made-up people of a demonstration. What is special about each is told by whoever shows them. */
export const DEMO_PEOPLE = ['seated', 'turning', 'hybrid', 'therapist', 'researcher', 'operator'] as const;
export type DemoPersonKey = (typeof DEMO_PEOPLE)[number];

export const demoPersonSchema = z.object({
  key: z.enum(DEMO_PEOPLE),
  person: z.uuid(),
  name: z.string(),
  roles: z.array(roleSchema),
  wearer: z.uuid().nullable(),
});
export type DemoPerson = z.infer<typeof demoPersonSchema>;

/** GET /v1/demo: whether everybody and everything here is made up, and how much of it is there by now. */
export const demoSchema = z
  .object({
    on: z.boolean().describe('false: real data; all else is empty'),
    people: z.array(demoPersonSchema),
    daysPlanned: z.number().int(),
    daysStored: z.number().int().describe('days that are simulated, analysed and stored'),
    rateHz: z.number().describe('of the simulated history; the live sensor is faster'),
    newAlgorithmFrom: z.iso.date().nullable().describe('earlier days are told with earlier parameters'),
  })
  .meta({ id: 'Demo' });
export type Demo = z.infer<typeof demoSchema>;

/** POST /v1/demo/session: goes on as this person, without a password. DELETE /v1/session ends it. */
export const demoSessionSchema = z.object({ person: z.uuid() });
export type DemoSession = z.infer<typeof demoSessionSchema>;
