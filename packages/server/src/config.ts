/** The only reader of the environment. */

export interface Config {
  /** Folder of the data, unless --data says otherwise. */
  data: string;
}

export function readConfig(environment: NodeJS.ProcessEnv): Config {
  return { data: environment.CLEW_DATA || ".clew" };
}
