"""Calls tools of a server by the official client, which checks every result against its schema. Reads {command, args, cwd, env, mode, calls}
as JSON from stdin, with "$run" for the id of the run that run_evals started, and prints {protocol, tools, results, prompts, resources} as JSON."""

import asyncio
import json
import sys

from mcp import Client, StdioServerParameters

asked = json.load(sys.stdin)


async def main() -> None:
    server = StdioServerParameters(command=asked["command"], args=asked["args"], cwd=asked["cwd"], env=asked["env"])
    async with Client(server, mode=asked["mode"]) as client:
        tools = (await client.list_tools()).tools
        results = {}
        for name, arguments in asked["calls"]:
            run = (results.get("run_evals") or {}).get("structured", {}).get("run")
            given = {key: run if value == "$run" else value for key, value in arguments.items()}
            result = await client.call_tool(name, given)
            results[name] = {"isError": bool(result.is_error), "structured": result.structured_content}
        prompts = [prompt.name for prompt in (await client.list_prompts()).prompts]
        resources = [str(resource.uri) for resource in (await client.list_resources()).resources]
        print(
            json.dumps(
                {
                    "protocol": client.protocol_version,
                    "tools": [tool.name for tool in tools],
                    "results": results,
                    "prompts": prompts,
                    "resources": resources,
                }
            )
        )


asyncio.run(main())
