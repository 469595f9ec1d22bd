/** What the standard OTEL_* environment asks of this process. */
export interface TelemetrySettings {
  traces: boolean;
  metrics: boolean;
  /** OTEL_SERVICE_NAME, which wins over the name that a service gives itself. */
  serviceName?: string;
}

/**
 * Reads the OTEL_* environment. A signal is wanted when an OTLP endpoint is named for it or its exporter is chosen
 * (and is not only `none`); OTEL_SDK_DISABLED=true wins over everything. The exporters' own variables (headers,
 * protocol, sampler, limits) are read by the SDK itself.
 */
export function telemetrySettings(
  env: Readonly<Record<string, string | undefined>> = process.env,
): TelemetrySettings {
  const wants = (signal: 'TRACES' | 'METRICS'): boolean => {
    const exporters = env[`OTEL_${signal}_EXPORTER`]?.trim();
    if (exporters) return exporters !== 'none';
    return Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]);
  };
  const off = env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true';
  const serviceName = env['OTEL_SERVICE_NAME'];
  return {
    traces: !off && wants('TRACES'),
    metrics: !off && wants('METRICS'),
    ...(serviceName ? { serviceName } : {}),
  };
}
