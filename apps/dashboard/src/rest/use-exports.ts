import {
  EXPORT_TABLES,
  type Export,
  type ExportEstimate,
  type ExportFormat,
  exportEstimateSchema,
  exportSchema,
} from '@plumbline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { apiDo, apiGet, apiSend } from './api.ts';

const PATH = '/v1/exports';
const KEY = ['exports'];
/** While one is on its way, how far it has come. */
const PROGRESS_MS = 1_500;

const isUnderWay = ({ state }: Export): boolean => state === 'queued' || state === 'running';

/** One's own, the latest first. */
export function useExports() {
  return useQuery<Export[]>({
    queryKey: KEY,
    queryFn: ({ signal }) => apiGet(PATH, z.array(exportSchema), {}, signal),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? PROGRESS_MS : false),
  });
}

/** As far back as the API lets one ask: ten years. */
const LONGEST_US = 3_660 * 86_400e6;

/** Everything there is of oneself up to now. */
function everything(format: ExportFormat) {
  const untilUs = Date.now() * 1000;
  return { format, tables: [...EXPORT_TABLES], fromUs: untilUs - LONGEST_US, untilUs, dateShiftDays: 0 };
}

export function useExportEverything() {
  const client = useQueryClient();
  return useMutation<Export, Error, ExportFormat>({
    mutationFn: (format) => apiSend('POST', PATH, everything(format), exportSchema),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** How much it will be; nothing is begun. */
export function useEstimateEverything() {
  return useMutation<ExportEstimate, Error, ExportFormat>({
    mutationFn: (format) => apiSend('POST', `${PATH}/estimates`, everything(format), exportEstimateSchema),
  });
}

export function useDropExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiDo('DELETE', `${PATH}/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** What is kept about oneself that is no measurement. */
export const RECORD_URL = '/v1/account/record';

export function exportFileUrl(id: string, name: string): string {
  return `${PATH}/${id}/files/${encodeURIComponent(name)}`;
}
