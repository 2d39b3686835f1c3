"""Registers of do, a declared row each; they reach people through `act.act_registers`."""
