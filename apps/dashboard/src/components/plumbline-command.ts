/** The command line as the README calls it, in the folder of the project. */
export const PLUMBLINE = 'npx --yes pnpm@12.21.0 plumbline';
