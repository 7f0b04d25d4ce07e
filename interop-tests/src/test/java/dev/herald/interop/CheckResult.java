package dev.herald.interop;

/**
 * @param answered what came instead; empty where all was as it should be
 */
record CheckResult(Check check, Verdict verdict, String answered) {}
