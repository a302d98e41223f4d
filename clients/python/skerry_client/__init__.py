"""A Skerry client for Python: publish deployment requests, follow the fleet's status, read every topic.

It talks to Kafka and to the schema registry only, with Confluent's own client.
"""
