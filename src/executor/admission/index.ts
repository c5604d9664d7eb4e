/**
 * Decides when a scenario may begin: order, priority, and one weighted bound over slots, containers, memory and CPUs, with
 * groups and locks. A monitor may lower the bound while the run goes on. It starts nothing itself and keeps no time.
 */
export { Admission, type Grant, type Request } from './admission.ts';
export { cgroupMonitor } from './cgroup.ts';
export { type Capacity, countMonitor, type ResourceMonitor } from './monitor.ts';
export { createScheduler, type Scheduler, type SchedulerOptions } from './scheduler.ts';
