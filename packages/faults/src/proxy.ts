import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that can fail as networks do. */
export type NetworkProxy = {
  readonly port: number;
  /** Connections open now stay open and say nothing more, in neither direction, for ever: half-open. New ones work. */
  freezeOpenConnections(): number;
  /** Cuts every connection with a reset. */
  cut(): void;
  /** Refuses new connections while true. */
  refuse(isRefusing: boolean): void;
  /** Leads new connections elsewhere; open ones stay where they are. */
  leadTo(target: { readonly host: string; readonly port: number }): void;
  /** Holds every chunk back for so long. */
  delay(milliseconds: number): void;
  close(): Promise<void>;
};

type Pair = { readonly near: Socket; readonly far: Socket; isFrozen: boolean };

export async function startProxy(first: { readonly host: string; readonly port: number }): Promise<NetworkProxy> {
  let target = first;
  const pairs = new Set<Pair>();
  let isRefusing = false;
  let delayMilliseconds = 0;
  const server = createServer((near) => {
    if (isRefusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(target);
    near.setNoDelay(true);
    far.setNoDelay(true);
    const pair: Pair = { near, far, isFrozen: false };
    pairs.add(pair);
    const carry = (from: Socket, to: Socket) => {
      from.on('data', (chunk) => {
        if (pair.isFrozen) return;
        if (delayMilliseconds === 0) to.write(chunk);
        else setTimeout(() => !pair.isFrozen && to.write(chunk), delayMilliseconds);
      });
      from.on('error', () => {});
      from.on('close', () => {
        // A frozen peer never learns that the other side has gone.
        if (pair.isFrozen) return;
        pairs.delete(pair);
        to.destroy();
      });
    };
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    freezeOpenConnections: () => {
      const open = [...pairs].filter(({ isFrozen }) => !isFrozen);
      for (const pair of open) pair.isFrozen = true;
      return open.length;
    },
    cut: () => {
      for (const pair of pairs) {
        pair.near.resetAndDestroy();
        pair.far.resetAndDestroy();
        pairs.delete(pair);
      }
    },
    refuse: (now) => {
      isRefusing = now;
    },
    leadTo: (next) => {
      target = next;
    },
    delay: (milliseconds) => {
      delayMilliseconds = milliseconds;
    },
    close: async () => {
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
