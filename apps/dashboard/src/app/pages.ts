import type { Role } from '@plumbline/contract';
import type { ComponentType } from 'react';
import type { IconName } from '../components/icons.tsx';
import type { WordsName } from '../locales/messages.ts';
import type { MessageKey } from '../locales/t.ts';

export const SECTIONS = ['own', 'clients', 'research', 'operation', 'common'] as const;
export type Section = (typeof SECTIONS)[number];

/** A page of the dashboard. The first page of the list that somebody may see is where they begin. */
export interface PageEntry {
  /** As wouter writes it: `/days/:date`. */
  readonly path: string;
  /** Whoever has one of these roles may see it. */
  readonly roles: readonly Role[];
  readonly title: MessageKey;
  /** Where it stands in the navigation; null: reached from other pages only. */
  readonly section: Section | null;
  readonly icon: IconName;
  /** Files of words besides those of the shell. */
  readonly words: readonly WordsName[];
  /** The module exports `Page`. */
  readonly load: () => Promise<{ readonly Page: ComponentType }>;
}

const WEARER = ['wearer'] as const;
const THERAPIST = ['therapist'] as const;
const STUDIES = ['researcher', 'operator'] as const;
const RESEARCHER = ['researcher'] as const;
const OPERATOR = ['operator'] as const;
const EVERYONE = ['wearer', 'therapist', 'researcher', 'operator'] as const;

// biome-ignore format: one line for each page
export const PAGES: readonly PageEntry[] = [
  { path: '/today', roles: WEARER, section: 'own', title: 'nav.today', icon: 'today', words: ['today', 'measures'], load: () => import('../pages/today/page.tsx') },
  { path: '/live', roles: WEARER, section: 'own', title: 'nav.live', icon: 'live', words: ['live', 'measures'], load: () => import('../pages/live/page.tsx') },
  { path: '/week', roles: WEARER, section: 'own', title: 'nav.week', icon: 'week', words: ['week', 'measures'], load: () => import('../pages/week/page.tsx') },
  { path: '/trends', roles: WEARER, section: 'own', title: 'nav.trends', icon: 'trends', words: ['trends', 'person', 'measures', 'discomfort'], load: () => import('../pages/trends/page.tsx') },
  { path: '/nudges', roles: WEARER, section: 'own', title: 'nav.nudges', icon: 'nudges', words: ['nudges', 'today', 'measures'], load: () => import('../pages/nudges/page.tsx') },
  { path: '/devices', roles: WEARER, section: 'own', title: 'nav.devices', icon: 'devices', words: ['devices', 'measures'], load: () => import('../pages/devices/page.tsx') },
  { path: '/privacy', roles: WEARER, section: 'own', title: 'nav.privacy', icon: 'privacy', words: ['privacy'], load: () => import('../pages/privacy/page.tsx') },
  { path: '/people', roles: THERAPIST, section: 'clients', title: 'nav.people', icon: 'clients', words: ['people', 'measures'], load: () => import('../pages/people/page.tsx') },
  { path: '/people/:wearer', roles: THERAPIST, section: null, title: 'nav.person', icon: 'clients', words: ['person', 'people', 'measures', 'discomfort'], load: () => import('../pages/person/page.tsx') },
  { path: '/people/:wearer/report', roles: THERAPIST, section: null, title: 'nav.report', icon: 'report', words: ['report', 'person', 'people', 'measures', 'discomfort'], load: () => import('../pages/report/page.tsx') },
  { path: '/setup', roles: WEARER, section: 'common', title: 'nav.onboarding', icon: 'onboarding', words: ['onboarding', 'live'], load: () => import('../pages/onboarding/page.tsx') },
  { path: '/settings', roles: EVERYONE, section: 'common', title: 'nav.settings', icon: 'settings', words: ['settings', 'privacy'], load: () => import('../pages/settings/page.tsx') },
  { path: '/studies', roles: STUDIES, section: 'research', title: 'nav.studies', icon: 'studies', words: ['studies', 'people'], load: () => import('../pages/studies/page.tsx') },
  { path: '/exports', roles: RESEARCHER, section: 'research', title: 'nav.exports', icon: 'exports', words: ['exports', 'people'], load: () => import('../pages/exports/page.tsx') },
  { path: '/system', roles: OPERATOR, section: 'operation', title: 'nav.system', icon: 'system', words: ['system'], load: () => import('../pages/system/page.tsx') },
  { path: '/more', roles: EVERYONE, section: null, title: 'nav.more', icon: 'more', words: [], load: () => import('./more-page.tsx') },
];

/** The pages somebody with these roles may see, in the order of the list. */
export function pagesFor(roles: readonly Role[]): readonly PageEntry[] {
  return PAGES.filter((page) => page.roles.some((role) => roles.includes(role)));
}

/** Those that stand in the navigation, in groups. */
export function navigationFor(roles: readonly Role[]): readonly (readonly [Section, readonly PageEntry[]])[] {
  const pages = pagesFor(roles);
  return SECTIONS.map(
    (section) => [section, pages.filter((page) => page.section === section)] as const,
  ).filter(([, members]) => members.length > 0);
}

export function homeOf(roles: readonly Role[]): string {
  return pagesFor(roles)[0]?.path ?? '/more';
}
