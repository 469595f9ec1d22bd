/** Where fault tests kill the process; empty in normal life. */
export const failPointSetting = process.env.KONTOR_FAIL_POINT ?? '';
