package health.carryover.ingest.device;

/** One device of one clinic. */
record DeviceKey(String clinic, String device) {}
