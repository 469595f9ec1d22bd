import { Client, credentials, Metadata } from '@grpc/grpc-js';

/** Whether a gRPC server says SERVING by the standard health service (grpc.health.v1). */
export function serves(address: string): Promise<boolean> {
  const client = new Client(address, credentials.createInsecure());
  return new Promise<boolean>((resolve) => {
    client.makeUnaryRequest(
      '/grpc.health.v1.Health/Check',
      // An empty HealthCheckRequest asks for the server as a whole.
      () => Buffer.alloc(0),
      (answer) => answer,
      null,
      new Metadata(),
      { deadline: Date.now() + 2_000 },
      // HealthCheckResponse { status = 1: SERVING }
      (error, answer) => resolve(!error && answer !== undefined && answer[0] === 0x08 && answer[1] === 0x01),
    );
  }).finally(() => client.close());
}

/** Whether an HTTP address answers with success. */
export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  return response.ok;
}
