"""Monitors (在线监测): what a frame of HJ 212 says, what air is good, which hour keeps its limit; pure rules, no sockets."""
