import { telemetrySettings } from './config.js';

const endpoint = 'http://127.0.0.1:4318';

describe('telemetrySettings', () => {
  it.each([
    [{}, false, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, false, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, true, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint }, true, false],
    [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint }, false, true],
    [{ OTEL_TRACES_EXPORTER: 'console' }, true, false],
    [{ OTEL_METRICS_EXPORTER: 'otlp' }, false, true],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_METRICS_EXPORTER: 'none' }, true, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: 'TRUE' }, false, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: 'false' }, true, true],
  ])('reads %p as traces %p, metrics %p', (env, traces, metrics) => {
    expect(telemetrySettings(env)).toEqual({ traces, metrics });
  });

  it('takes the name of the service from the environment', () => {
    expect(telemetrySettings({ OTEL_SERVICE_NAME: 'customer-2' }).serviceName).toBe('customer-2');
  });
});
