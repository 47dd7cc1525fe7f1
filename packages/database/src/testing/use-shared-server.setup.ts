import { inject } from 'vitest';
import { TEST_DATABASE_URL } from './test-server.ts';
import './shared-server.setup.ts';

process.env[TEST_DATABASE_URL] = inject('testDatabaseUrl');
