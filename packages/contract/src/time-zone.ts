import { isTimeZone } from '@plumbline/core';
import { z } from 'zod';

export const timeZoneSchema = z.string().refine(isTimeZone, 'Give an IANA name such as Europe/Berlin.');
