/** The name of the check that is looked at. */
export const CHECK = 'tidewaiter: main';
