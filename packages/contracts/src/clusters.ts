/** Zones of the programme's first phase that are named in public: three are designated, the rest are only diagnosed. */
export type Cluster = {
  readonly clusterCode: string;
  readonly name: string;
  readonly province: string;
  readonly phase: 'designated';
};

/**
 * The three clusters that the ministry designated in April 2026 as Export Low-Carbon Logistics Priority Guarantee Units. The other
 * 13 zones of the first phase are in the diagnostic phase: they never have priority, so no designation can name them.
 */
export const DESIGNATED_CLUSTERS: readonly Cluster[] = [
  {
    clusterCode: 'YANCHENG',
    name: 'Yancheng PV and energy-storage equipment cluster',
    province: 'Jiangsu',
    phase: 'designated',
  },
  {
    clusterCode: 'JIAXING',
    name: 'Jiaxing PV and energy-storage equipment cluster',
    province: 'Zhejiang',
    phase: 'designated',
  },
  {
    clusterCode: 'HUIZHOU',
    name: 'Huizhou PV and energy-storage equipment cluster',
    province: 'Guangdong',
    phase: 'designated',
  },
];

export function findDesignatedCluster(clusterCode: string): Cluster | undefined {
  return DESIGNATED_CLUSTERS.find((cluster) => cluster.clusterCode === clusterCode);
}
