const PATH = '/v1/ingest';

/** Where records are sent, from the address of the API: one that names the server alone means its ingest. */
export function ingestUrl(api: string): string {
  const url = new URL(api);
  url.protocol = url.protocol.replace('http', 'ws');
  if (url.pathname === '/') url.pathname = PATH;
  return url.href;
}
