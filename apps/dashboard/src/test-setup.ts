/** Tests read like pages for one reader, whoever runs them. */
Object.defineProperty(globalThis.navigator, 'languages', { value: ['en-US'] });
