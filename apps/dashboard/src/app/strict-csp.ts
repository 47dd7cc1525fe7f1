import { config } from 'zod';

// Imported before any schema is made: no code from strings, so that the page runs under a strict content
// security policy without a report.
config({ jitless: true });
