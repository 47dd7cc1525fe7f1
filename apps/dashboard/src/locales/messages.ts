import type app from './en/app.json';
import type chart from './en/chart.json';
import type connection from './en/connection.json';
import type demo from './en/demo.json';
import type failure from './en/failure.json';
import type language from './en/language.json';
import type live from './en/live.json';
import type measures from './en/measures.json';
import type nav from './en/nav.json';
import type onboarding from './en/onboarding.json';
import type pause from './en/pause.json';
import type people from './en/people.json';
import type person from './en/person.json';
import type posture from './en/posture.json';
import type privacy from './en/privacy.json';
import type report from './en/report.json';
import type settings from './en/settings.json';
import type signIn from './en/sign-in.json';
import type theme from './en/theme.json';
import type today from './en/today.json';
import type trends from './en/trends.json';
import type week from './en/week.json';

/** Every file of words, by its name: the first part of a key. English decides which keys there are. */
export interface AllMessages {
  app: typeof app;
  chart: typeof chart;
  connection: typeof connection;
  demo: typeof demo;
  failure: typeof failure;
  language: typeof language;
  live: typeof live;
  measures: typeof measures;
  nav: typeof nav;
  onboarding: typeof onboarding;
  privacy: typeof privacy;
  settings: typeof settings;
  pause: typeof pause;
  people: typeof people;
  person: typeof person;
  posture: typeof posture;
  report: typeof report;
  'sign-in': typeof signIn;
  theme: typeof theme;
  today: typeof today;
  trends: typeof trends;
  week: typeof week;
}

export type WordsName = keyof AllMessages;

/** What the shell says; with it every page can speak of the connection, of postures and of failures. */
export const SHARED_WORDS: readonly WordsName[] = [
  'app',
  'chart',
  'connection',
  'failure',
  'language',
  'nav',
  'pause',
  'posture',
  'theme',
];
