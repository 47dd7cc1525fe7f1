import app from './app.json';
import chart from './chart.json';
import connection from './connection.json';
import failure from './failure.json';
import language from './language.json';
import nav from './nav.json';
import pause from './pause.json';
import posture from './posture.json';
import theme from './theme.json';

/** What the shell says, in one file: with it every page can speak of the connection, of postures and of failures. */
export const shared = { app, chart, connection, failure, language, nav, pause, posture, theme };
